import { zeekNoticeJson } from '../../../src/intake/formats/zeek-notice-json.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(zeekNoticeJson);
