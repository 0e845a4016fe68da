import { awsAsff } from '../../../src/intake/formats/aws-asff.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(awsAsff);
