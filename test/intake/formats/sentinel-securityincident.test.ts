import { sentinelSecurityIncident } from '../../../src/intake/formats/sentinel-securityincident.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentinelSecurityIncident);
