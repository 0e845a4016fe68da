import { harfanglabAlert } from '../../../src/intake/formats/harfanglab-alert.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(harfanglabAlert);
