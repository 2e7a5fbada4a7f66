"""A campaign compared: phases, waves, the previous term, peers, congresses, targets."""
