"""What a campaign is told of: new stories, spikes, silence, edits and removals; the daily digest."""
