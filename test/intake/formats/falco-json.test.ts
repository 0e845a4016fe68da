import { falcoJson } from '../../../src/intake/formats/falco-json.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(falcoJson);
