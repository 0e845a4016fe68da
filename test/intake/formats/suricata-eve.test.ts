import { suricataEve } from '../../../src/intake/formats/suricata-eve.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(suricataEve);
