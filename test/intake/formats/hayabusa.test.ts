import { hayabusa } from '../../../src/intake/formats/hayabusa.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(hayabusa);
