import { snortAlertFast } from '../../../src/intake/formats/snort-alert-fast.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(snortAlertFast);
