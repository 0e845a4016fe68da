import { trendVisionOneWorkbench } from '../../../src/intake/formats/trend-vision-one-workbench.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(trendVisionOneWorkbench);
