import { sentinelThirdParty } from '../../../src/intake/formats/sentinel-third-party.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentinelThirdParty);
