import { ossecAlertsJson } from '../../../src/intake/formats/ossec-alerts-json.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(ossecAlertsJson);
