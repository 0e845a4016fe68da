import { defenderXdrIncidents } from '../../../src/intake/formats/defender-xdr-incidents.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(defenderXdrIncidents);
