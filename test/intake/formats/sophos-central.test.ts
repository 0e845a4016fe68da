import { sophosCentral } from '../../../src/intake/formats/sophos-central.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(sophosCentral);
