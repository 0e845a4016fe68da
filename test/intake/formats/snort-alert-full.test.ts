import { snortAlertFull } from '../../../src/intake/formats/snort-alert-full.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(snortAlertFull);
