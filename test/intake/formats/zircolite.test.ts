import { zircolite } from '../../../src/intake/formats/zircolite.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(zircolite);
