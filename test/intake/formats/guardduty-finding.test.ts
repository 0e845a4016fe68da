import { guardDutyFinding } from '../../../src/intake/formats/guardduty-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(guardDutyFinding);
