import { suricataFast } from '../../../src/intake/formats/suricata-fast.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(suricataFast);
