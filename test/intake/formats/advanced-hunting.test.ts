import { advancedHunting } from '../../../src/intake/formats/advanced-hunting.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(advancedHunting);
