import { trellixFireeye } from '../../../src/intake/formats/trellix-fireeye.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(trellixFireeye);
