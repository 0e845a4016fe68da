import { splunkSearch } from '../../../src/intake/formats/splunk-search.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(splunkSearch);
