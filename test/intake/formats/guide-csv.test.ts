import { guideCsv } from '../../../src/intake/formats/guide-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(guideCsv);
