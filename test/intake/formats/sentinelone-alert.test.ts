import { sentineloneAlert } from '../../../src/intake/formats/sentinelone-alert.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentineloneAlert);
