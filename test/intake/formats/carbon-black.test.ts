import { carbonBlack } from '../../../src/intake/formats/carbon-black.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(carbonBlack);
