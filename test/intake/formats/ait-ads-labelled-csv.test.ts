import { aitAdsLabelledCsv } from '../../../src/intake/formats/ait-ads-labelled-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(aitAdsLabelledCsv);
