import { elastic } from '../../../src/intake/formats/elastic.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(elastic);
