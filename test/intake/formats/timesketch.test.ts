import { timesketch } from '../../../src/intake/formats/timesketch.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(timesketch);
