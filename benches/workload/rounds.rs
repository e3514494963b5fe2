//! Timing several contenders in turn, so that whatever else the machine does falls on all of them alike.

use std::time::Duration;

/// Something that decides inquiries.
pub(crate) struct Contender<'a> {
    pub(crate) name: String,
    /// Decides the inquiry at a position. What it found is used up inside, by [`std::hint::black_box`].
    pub(crate) decide: Box<dyn FnMut(usize) + 'a>,
    /// Over how many inquiries, from the first on, it is timed; all of one comparison the same, but for the very slow.
    pub(crate) inquiries: usize,
}

/// What the rounds showed of one contender.
pub(crate) struct Round {
    pub(crate) name: String,
    /// The time of one decision in nanoseconds: the median of the rounds.
    pub(crate) nanoseconds: f64,
    /// How many times the first contender's: the median of the ratios within each round.
    pub(crate) ratio: f64,
}

/// How long a contender decides in each round.
const BATCH: Duration = Duration::from_millis(20);

/// Times the contenders one after another, `count` times over, by a clock that says how much time has passed.
pub(crate) fn rounds(
    contenders: &mut [Contender<'_>],
    count: usize,
    clock: &dyn Fn() -> Duration,
) -> Vec<Round> {
    let repeats: Vec<usize> = contenders
        .iter_mut()
        .map(|contender| {
            // The first pass warms up, the second says how often all inquiries fit into a batch.
            pass(contender, 1, clock);
            let once = pass(contender, 1, clock) * contender.inquiries as f64;
            (BATCH.as_nanos() as f64 / once.max(1.0)).ceil().max(1.0) as usize
        })
        .collect();
    let mut times = vec![Vec::new(); contenders.len()];
    for _ in 0..count {
        for ((contender, repeats), times) in contenders.iter_mut().zip(&repeats).zip(&mut times) {
            times.push(pass(contender, *repeats, clock));
        }
    }
    let first = times.first().cloned().unwrap_or_default();
    let named = contenders.iter().zip(times);
    named
        .map(|(contender, times)| Round {
            name: contender.name.clone(),
            ratio: median(times.iter().zip(&first).map(|(time, first)| time / first).collect()),
            nanoseconds: median(times),
        })
        .collect()
}

/// Nanoseconds for one decision.
fn pass(contender: &mut Contender<'_>, repeats: usize, clock: &dyn Fn() -> Duration) -> f64 {
    let start = clock();
    for _ in 0..repeats {
        for inquiry in 0..contender.inquiries {
            (contender.decide)(inquiry);
        }
    }
    (clock() - start).as_nanos() as f64 / (repeats * contender.inquiries) as f64
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How the time grows with the number of rules: the slope of its logarithm over that of the number, by least squares. 1 is in
/// proportion, 0 not at all.
pub(crate) fn exponent(points: &[(usize, f64)]) -> f64 {
    let logarithms: Vec<(f64, f64)> =
        points.iter().map(|(rules, time)| ((*rules as f64).ln(), time.ln())).collect();
    let count = logarithms.len() as f64;
    let mean_of = |part: fn(&(f64, f64)) -> f64| logarithms.iter().map(part).sum::<f64>() / count;
    let (x, y) = (mean_of(|point| point.0), mean_of(|point| point.1));
    let covariance: f64 = logarithms.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    covariance / logarithms.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}
