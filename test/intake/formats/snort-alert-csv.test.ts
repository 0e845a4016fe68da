import { snortAlertCsv } from '../../../src/intake/formats/snort-alert-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(snortAlertCsv);
