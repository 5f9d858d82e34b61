"""Areas of the place Baken serves, what stands in the way on foot, and the map made of them."""
