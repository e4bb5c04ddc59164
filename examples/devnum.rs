//! Scratch.
use std::io::Read;
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let args: Vec<String> = std::env::args().collect();
    if args.get(1).is_some_and(|a| a == "bench") {
        let mut big = String::new();
        while big.len() < 5_000_000 {
            big.push_str(&text);
            big.push('\n');
        }
        let _ = crossread::figures::number::numbers("one");
        for _ in 0..5 {
            let t = std::time::Instant::now();
            let n = crossread::figures::number::numbers(&big).len();
            let s = t.elapsed().as_secs_f64();
            println!("{n} numbers, {:.1} MB/s, one per {} bytes", big.len() as f64 / s / 1e6, big.len() / n);
        }
        return;
    }
    for (i, line) in text.split('\n').enumerate() {
        for n in crossread::figures::number::numbers(line) {
            let b = |x: Option<u64>| x.map_or("-".into(), |v| v.to_string());
            println!(
                "{i}\t{}\t[{}]\t{}..{}\t{}\t{}\t{:?}\t…{}",
                n.kind.name(),
                &line[n.phrase_start..n.phrase_end],
                b(n.low),
                b(n.high),
                n.qualifier.name(),
                &line[n.start..n.end],
                n.fraction,
                line[n.end..].chars().take(25).collect::<String>()
            );
        }
    }
}
