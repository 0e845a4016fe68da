import { graphIncidents } from '../../../src/intake/formats/graph-incidents.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(graphIncidents);
