import { snortAlertJson } from '../../../src/intake/formats/snort-alert-json.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(snortAlertJson);
