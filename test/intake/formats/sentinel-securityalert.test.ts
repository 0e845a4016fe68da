import { sentinelSecurityAlert } from '../../../src/intake/formats/sentinel-securityalert.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentinelSecurityAlert);
