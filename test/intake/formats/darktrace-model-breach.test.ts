import { darktraceModelBreach } from '../../../src/intake/formats/darktrace-model-breach.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(darktraceModelBreach);
