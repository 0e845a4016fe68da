import { sentineloneThreat } from '../../../src/intake/formats/sentinelone-threat.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentineloneThreat);
