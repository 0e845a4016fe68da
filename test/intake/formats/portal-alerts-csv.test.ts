import { portalAlertsCsv } from '../../../src/intake/formats/portal-alerts-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(portalAlertsCsv);
