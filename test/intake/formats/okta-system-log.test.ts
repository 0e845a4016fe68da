import { oktaSystemLog } from '../../../src/intake/formats/okta-system-log.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(oktaSystemLog);
