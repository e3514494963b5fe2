//! Chance from a seed: the same numbers in every run, on every machine, whatever version a crate for random numbers has.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// At least 0 and below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(super) fn is(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// Numbers from 0 on, each with its weight.
pub(super) struct Skewed {
    /// The chance of each number or a smaller one.
    up_to: Vec<f64>,
}

impl Skewed {
    pub(super) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut up_to: Vec<f64> = weights.into_iter().collect();
        let total: f64 = up_to.iter().sum();
        let mut sum = 0.0;
        for weight in &mut up_to {
            sum += *weight / total;
            *weight = sum;
        }
        Self { up_to }
    }

    /// Zipf's law: the weight of the n-th is n to the power of minus `exponent`.
    pub(super) fn zipf(count: usize, exponent: f64) -> Self {
        Self::new((1..=count).map(|rank| (rank as f64).powf(-exponent)))
    }

    pub(super) fn draw(&self, random: &mut Random) -> usize {
        let chance = random.unit();
        self.up_to.partition_point(|up_to| *up_to <= chance).min(self.up_to.len() - 1)
    }

    /// How likely a number is.
    pub(super) fn chance(&self, number: usize) -> f64 {
        self.up_to[number] - if number == 0 { 0.0 } else { self.up_to[number - 1] }
    }

    pub(super) fn len(&self) -> usize {
        self.up_to.len()
    }
}
