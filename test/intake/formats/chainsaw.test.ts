import { chainsaw } from '../../../src/intake/formats/chainsaw.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(chainsaw);
