//! Plain loops over rows, compiled once for each kind of vector instructions.

use super::Instructions;

/// Compiles a plain function once for each kind of vector instructions.
macro_rules! for_each_kind {
    ($(#[$meta:meta])* fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        pub(in crate::parse) fn $name(instructions: Instructions, $($argument: $type),*) {
            #[inline(always)]
            fn body($($argument: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,fma")]
            fn wide($($argument: $type),*) { body($($argument),*) }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn middle($($argument: $type),*) { body($($argument),*) }
            match instructions {
                // SAFETY: `Instructions` is only ever what the processor was found to have.
                #[cfg(target_arch = "x86_64")]
                Instructions::Avx512 => unsafe { wide($($argument),*) },
                #[cfg(target_arch = "x86_64")]
                Instructions::Avx2 => unsafe { middle($($argument),*) },
                _ => body($($argument),*),
            }
        }
    };
}

for_each_kind! {
    /// Layer norm of each row, in place: mean 0, variance 1, then `gain` and `shift`; adds `residual` when it is not empty.
    ///
    /// All widths are multiples of 8.
    fn normalize(data: &mut [f32], gain: &[f32], shift: &[f32], residual: &[f32]) {
        let width = gain.len();
        for (i, row) in data.chunks_exact_mut(width).enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a width is a small number")]
            let n = width as f32;
            let mean = sum8(row, |x| x) / n;
            let variance = sum8(row, |x| (x - mean) * (x - mean)) / n + 1e-8;
            let scale = 1.0 / variance.sqrt();
            for (x, (g, s)) in row.iter_mut().zip(gain.iter().zip(shift)) {
                *x = (*x - mean) * scale * g + s;
            }
            if !residual.is_empty() {
                for (x, r) in row.iter_mut().zip(&residual[i * width..]) {
                    *x += r;
                }
            }
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "must be compiled with the instructions of its caller")]
fn sum8(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; 8];
    for chunk in row.as_chunks::<8>().0 {
        for lane in 0..8 {
            sums[lane] += f(chunk[lane]);
        }
    }
    let half: [f32; 4] = std::array::from_fn(|i| sums[i] + sums[i + 4]);
    (half[0] + half[2]) + (half[1] + half[3])
}

for_each_kind! {
    /// The scores of all moves: sums the features of a state, takes the better of two pieces, and applies the upper layer.
    ///
    /// `features` are offsets into `cached`, one for each slot, to 128 values: all first pieces, then all second ones.
    fn score(cached: &[f32], features: &[usize], bias: &[f32; 128], upper: &[f32], upper_bias: &[f32], scores: &mut [f32]) {
        let mut sums = [0.0_f32; 128];
        for &f in features {
            for (s, x) in sums.iter_mut().zip(&cached[f..f + 128]) {
                *s += x;
            }
        }
        let mut hidden = [0.0_f32; 64];
        for i in 0..64 {
            hidden[i] = (sums[i] + bias[i]).max(sums[i + 64] + bias[i + 64]);
        }
        let width = scores.len();
        // Blocks of 32 moves stay in registers.
        for (block, out) in scores.as_chunks_mut::<32>().0.iter_mut().enumerate() {
            let mut sums = [0.0_f32; 32];
            for (k, h) in hidden.iter().enumerate() {
                let row = &upper[k * width + block * 32..][..32];
                for lane in 0..32 {
                    sums[lane] += h * row[lane];
                }
            }
            for lane in 0..32 {
                out[lane] = sums[lane] + upper_bias[block * 32 + lane];
            }
        }
    }
}
