import { zeekNoticeTsv } from '../../../src/intake/formats/zeek-notice-tsv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(zeekNoticeTsv);
