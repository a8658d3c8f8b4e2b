/** What a kind of bad data is called, and what its owner can do about it. */
interface DataProblemEntry {
  readonly title: string;
  readonly remedy: string;
}

/**
 * Every kind of bad data Banyan names: one list for the command line, the problem pages and the
 * tests; a kind that is not here does not compile.
 */
export const dataProblemCatalogue = {
  'report-differs': {
    title: 'The report is not what was sealed',
    remedy: 'keep the home as it is and have the audit chain verified: banyan audit verify',
  },
  'glyph-missing': {
    title: 'No font has a character of the page',
    remedy: 'put a font that has it into the folder BANYAN_FONTS of the service and start it again',
  },
  'file-unreadable': {
    title: 'The file cannot be read',
    remedy: 'check that the path exists and may be read',
  },
  'file-empty': { title: 'The file is empty', remedy: 'copy it again from its source' },
  'bam-not-bam': {
    title: 'The file is not a BAM',
    remedy: 'give the BAM your aligner wrote, e.g. samtools view -b -o sample.bam sample.sam',
  },
  'bam-is-sam': {
    title: 'The file is a SAM text',
    remedy: 'convert it: samtools sort -o sample.bam sample.sam',
  },
  'bam-is-cram': {
    title: 'The file is a CRAM',
    remedy: 'convert it: samtools view -b -T reference.fa -o sample.bam sample.cram',
  },
  'bam-truncated': {
    title: 'The BAM ends too early',
    remedy: 'copy or write the file again; its end is missing',
  },
  'bam-block-damaged': {
    title: 'A BGZF block of the BAM is damaged',
    remedy: 'copy the file again from its source; its bytes have changed',
  },
  'bam-record-damaged': {
    title: 'A record of the BAM is damaged',
    remedy: 'write the BAM again; check it with samtools quickcheck -v',
  },
  'bam-header-damaged': {
    title: 'The header of the BAM is damaged',
    remedy: 'write the BAM again; check it with samtools view -H',
  },
  'bam-unsorted': {
    title: 'The BAM is not sorted by coordinate',
    remedy: 'sort it: samtools sort -o sorted.bam sample.bam',
  },
  'assembly-unknown': {
    title: 'The contigs belong to no known human assembly',
    remedy: 'align to GRCh37, GRCh38 or T2T-CHM13v2.0',
  },
  'assembly-mixed': {
    title: 'The contigs mix assemblies',
    remedy: 'align all reads to one assembly',
  },
  'no-usable-reads': {
    title: 'No read passes the filters',
    remedy: 'check the run and the mapping quality, duplicate and pair flags of the reads',
  },
  'sources-differ': {
    title: 'The files of one sample do not belong together',
    remedy: 'merge only files of one assembly and bin size',
  },
  'bins-malformed': {
    title: 'The bins file is malformed',
    remedy: 'write it again with banyan count',
  },
  'bins-version': {
    title: 'The bins file has an unknown version',
    remedy: 'write it again with this version of banyan count',
  },
  'bins-no-gc': {
    title: 'The bins files carry no GC fraction of their reads',
    remedy: 'count the BAMs again with banyan count, or give --gc a wig',
  },
  'wig-malformed': {
    title: 'The wig track is malformed',
    remedy: 'give a fixedStep wig with 1-based starts whose step divides the bin size',
  },
  'npz-malformed': {
    title: 'The npz file holds no counts of a sample',
    remedy: 'give the file that WisecondorX convert wrote, or count the BAM with banyan count',
  },
  'samples-malformed': {
    title: 'The table of samples is malformed',
    remedy: 'give a CSV with the columns sample, fetal_sex, fetal_fraction, batch',
  },
  'control-group-too-small': {
    title: 'The control group is too small',
    remedy: 'give at least 10 unaffected samples',
  },
  'control-group-unusable': {
    title: 'The control group cannot make a model',
    remedy: 'check that its samples are distinct, unaffected and of one assembly and bin size',
  },
  'model-malformed': {
    title: 'The reference model is damaged or incomplete',
    remedy: 'copy the model folder again, or build it again with banyan model build',
  },
  'model-changed': {
    title: 'The reference model does not match its own SHA-256',
    remedy: 'copy the model folder again, or build it again with banyan model build',
  },
  'model-mismatch': {
    title: 'The sample and the reference model do not fit',
    remedy: 'count the sample with the model\u2019s assembly and bin size',
  },
  'analysis-malformed': {
    title: 'The analysis is malformed',
    remedy: 'give the JSON that banyan analyse wrote, unchanged',
  },
  'analysis-not-repeatable': {
    title: 'The analysis cannot be repeated with what was given',
    remedy: 'give the input file, the model and the version of banyan that it names',
  },
  'analysis-differs': {
    title: 'The analysis is not what its inputs give',
    remedy: 'treat it as altered; analyse the input again',
  },
  'output-unwritable': {
    title: 'The output cannot be written',
    remedy: 'check that the output folder exists, may be written and has space',
  },
} as const satisfies Record<string, DataProblemEntry>;

export type DataProblemKind = keyof typeof dataProblemCatalogue;
