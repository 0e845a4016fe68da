import { tetragonJson } from '../../../src/intake/formats/tetragon-json.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(tetragonJson);
