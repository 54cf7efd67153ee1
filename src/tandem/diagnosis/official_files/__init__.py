"""The official files of this installation: which are in service, what each lacks, and bringing one in or out."""
