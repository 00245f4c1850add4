"""What the wars of the library say together of the parameters of the law: windows, what happened in them, likelihoods."""
