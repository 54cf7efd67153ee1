"""What the steering committee reads: the programme's figures, its progress report, and a booklet per territory."""
