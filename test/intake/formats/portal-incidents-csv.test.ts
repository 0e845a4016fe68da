import { portalIncidentsCsv } from '../../../src/intake/formats/portal-incidents-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(portalIncidentsCsv);
