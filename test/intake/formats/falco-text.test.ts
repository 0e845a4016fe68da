import { falcoText } from '../../../src/intake/formats/falco-text.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(falcoText);
