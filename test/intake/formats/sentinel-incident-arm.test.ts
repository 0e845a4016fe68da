import { sentinelIncidentArm } from '../../../src/intake/formats/sentinel-incident-arm.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sentinelIncidentArm);
