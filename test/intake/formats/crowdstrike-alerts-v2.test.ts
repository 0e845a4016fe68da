import { crowdstrikeAlertsV2 } from '../../../src/intake/formats/crowdstrike-alerts-v2.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(crowdstrikeAlertsV2);
