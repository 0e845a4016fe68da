import { wazuh } from '../../../src/intake/formats/wazuh.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(wazuh);
