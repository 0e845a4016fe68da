import { stix21Bundle } from '../../../src/intake/formats/stix21-bundle.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(stix21Bundle);
