import { ossecAlertsLog } from '../../../src/intake/formats/ossec-alerts-log.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(ossecAlertsLog);
