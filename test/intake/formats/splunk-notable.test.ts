import { splunkNotable } from '../../../src/intake/formats/splunk-notable.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(splunkNotable);
